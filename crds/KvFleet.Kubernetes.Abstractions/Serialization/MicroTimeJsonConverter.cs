using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes;

/// <summary>Reads any RFC 3339 time and writes exactly six fraction digits in UTC (<c>metav1.MicroTime</c>).</summary>
/// <remarks>Servers answer 400 to any other width; .NET's round-trip format writes seven.</remarks>
public sealed class MicroTimeJsonConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Rfc3339.Read(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Format(value));

    /// <summary>The time as the server wants it, for example <c>2026-11-21T01:02:03.000000Z</c>.</summary>
    /// <param name="value">The time; what is finer than a microsecond is cut off.</param>
    public static string Format(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
