using System.ComponentModel;

namespace Pulse.Decoding;

/// <summary>Reads one JSON value of a generated payload. Only generated code calls it: it is a binary contract.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="reader">The reader, at the value's first byte; afterwards, it is past the last one.</param>
/// <returns>The value.</returns>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate T ReadValue<out T>(ref PayloadReader reader);
