using System.Globalization;
using System.Text.Json;

namespace KvFleet.Kubernetes;

/// <summary>Reads times as the server writes them, including the nine fraction digits that .NET's own reader refuses.</summary>
internal static class Rfc3339
{
    public static DateTimeOffset Read(ref Utf8JsonReader reader)
    {
        // As servers nearly always write it. Without the letter .NET's reader would take the time for a local one.
        if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.EndsWith("Z"u8) && reader.TryGetDateTimeOffset(out var usual))
            return usual;
        var text = reader.GetString();
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value)
            ? value
            : throw new JsonException($"'{text}' is not an RFC 3339 time.");
    }
}
