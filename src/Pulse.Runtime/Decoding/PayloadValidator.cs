using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Pulse.Decoding;

/// <summary>
/// Collects the places where a payload does not fit its schema. It goes through the payload with the code that calls it:
/// <see cref="At(string)"/> a property, and <see cref="Enter"/> its value. Only generated code calls it: it is a binary contract.
/// </summary>
/// <remarks>A thread keeps one, so that a payload without a fault allocates nothing.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class PayloadValidator
{
    // The message of an exception is read by people; its list has all.
    private const int MaxListed = 10;
    private const int MaxValueLength = 80;

    [ThreadStatic]
    private static PayloadValidator? _kept;

    private Step[] _path = new Step[16];
    private int _depth;
    private bool _isInUse;
    private List<PayloadFault>? _faults;

    private PayloadValidator() { }

    /// <summary>Starts to validate a payload.</summary>
    /// <returns>The validator.</returns>
    public static PayloadValidator Start()
    {
        var validator = _kept;
        // A payload's own code may validate another payload: then the thread's validator is in use.
        if (validator is null || validator._isInUse)
            _kept = validator = new();
        validator._isInUse = true;
        validator._depth = 0;
        validator._path[0] = default;
        return validator;
    }

    /// <summary>Ends the validation.</summary>
    /// <param name="name">The payload's type.</param>
    /// <exception cref="InvalidPayloadException">There are faults.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void End(string name)
    {
        _isInUse = false;
        if (_faults is not null)
            throw Invalid(name);
    }

    /// <summary>Goes to a property.</summary>
    /// <param name="property">The name in JSON.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At(string property) => _path[_depth].Name = property;

    /// <summary>Goes to a property that is required.</summary>
    /// <param name="property">The name in JSON.</param>
    /// <param name="value">The value.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At(string property, object? value)
    {
        _path[_depth].Name = property;
        if (value is null)
            Add("required", "null");
    }

    /// <summary>Goes to an item of the array that was entered.</summary>
    /// <param name="index">The index.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AtItem(int index) => _path[_depth].Index = index + 1;

    /// <summary>Goes to a value of the map that was entered.</summary>
    /// <param name="key">The key.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AtEntry(string key) => _path[_depth].Name = key;

    /// <summary>Enters the value at which the validator is.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Whether there is one; otherwise nothing was entered.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Enter([NotNullWhen(true)] object? value)
    {
        if (value is null)
            return false;
        if (++_depth == _path.Length)
            Array.Resize(ref _path, _path.Length * 2);
        _path[_depth] = default;
        return true;
    }

    /// <summary>Leaves the value that was entered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave() => _depth--;

    /// <summary>Checks that an item or a value in a map is not null.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">The type that it should have, by its name in JSON Schema.</param>
    public void NotNull(object? value, string type)
    {
        if (value is null)
            Add($"type: {type}", "null");
    }

    /// <summary>Adds a fault where something does not hold.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="holds">Whether it holds.</param>
    /// <param name="value">The value.</param>
    /// <param name="rule">The keyword and its argument.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Holds<T>(bool holds, T value, string rule)
    {
        if (!holds)
            Add(rule, Shown(value));
    }

    private void Add(string rule, string value) =>
        (_faults ??= []).Add(
            new(Path(), value.Length > MaxValueLength ? string.Concat(Shortened(value), "…") : value, rule)
        );

    // Half of a surrogate pair is not a character.
    private static ReadOnlySpan<char> Shortened(string value) =>
        value.AsSpan(0, char.IsHighSurrogate(value[MaxValueLength - 1]) ? MaxValueLength - 1 : MaxValueLength);

    private static string Shown(object? value) =>
        value switch
        {
            null => "null",
            string text =>
                $"\"{JsonEncodedText.Encode(Beginning(text), System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"",
            bool truth => truth ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };

    /// <summary>The beginning of a string that may be long, valid in UTF-16.</summary>
    private static string Beginning(string text)
    {
        var length = Math.Min(text.Length, MaxValueLength);
        if (length < text.Length && char.IsHighSurrogate(text[length - 1]))
            length--;
        return length == text.Length ? text : string.Concat(text.AsSpan(0, length), "…");
    }

    private string Path()
    {
        var path = new StringBuilder("$");
        for (var i = 0; i <= _depth; i++)
        {
            var (name, index) = _path[i];
            if (index > 0)
                path.Append(CultureInfo.InvariantCulture, $"[{index - 1}]");
            else if (name is not null)
                JsonPath.Append(path, Beginning(name));
        }

        return path.ToString();
    }

    private InvalidPayloadException Invalid(string name)
    {
        var faults = _faults!;
        _faults = null;
        var message = new StringBuilder(
            faults.Count == 1
                ? $"{name} does not fit its schema:"
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name} does not fit its schema in {faults.Count} places:"
                )
        );
        foreach (var fault in faults.Take(MaxListed))
            message.Append(faults.Count == 1 ? " " : "\n  ").Append(fault);
        if (faults.Count > MaxListed)
            message.Append("\n  … (InvalidPayloadException.Faults has all)");
        return new(faults, message.ToString());
    }

    private struct Step
    {
        public string? Name;

        /// <summary>One more than the index; zero for none.</summary>
        public int Index;

        public readonly void Deconstruct(out string? name, out int index) => (name, index) = (Name, Index);
    }
}
