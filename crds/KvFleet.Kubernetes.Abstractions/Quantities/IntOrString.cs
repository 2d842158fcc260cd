using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes;

/// <summary>A number or a string, as for ports (<c>8080</c> or <c>http</c>) and budgets (<c>3</c> or <c>25%</c>).</summary>
[JsonConverter(typeof(IntOrStringJsonConverter))]
[StructLayout(LayoutKind.Auto)]
public readonly record struct IntOrString
{
    /// <summary>Holds a number.</summary>
    /// <param name="number">The number.</param>
    public IntOrString(int number) => Number = number;

    /// <summary>Holds a string.</summary>
    /// <param name="text">The string.</param>
    public IntOrString(string text) => Text = text;

    /// <summary>The number; null when it is a string.</summary>
    public int? Number { get; }

    /// <summary>The string; null when it is a number.</summary>
    public string? Text { get; }

    /// <summary>Holds a number.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator IntOrString(int number) => new(number);

    /// <summary>Holds a string.</summary>
    /// <param name="text">The string.</param>
    public static implicit operator IntOrString(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text ?? (Number ?? 0).ToString(CultureInfo.InvariantCulture);
}
