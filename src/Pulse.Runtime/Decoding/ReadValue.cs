using System.ComponentModel;

namespace Pulse.Decoding;

/// <summary>Reads one JSON value of a generated payload. Called by generated code only; a binary contract.</summary>
/// <typeparam name="T">The value's type.</typeparam>
/// <param name="reader">The reader: stands on the value's first byte, is left behind its last.</param>
/// <returns>The value.</returns>
[EditorBrowsable(EditorBrowsableState.Never)]
public delegate T ReadValue<out T>(ref PayloadReader reader);
