using System.Text.Json;
using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes;

/// <summary>Keeps numbers numbers and strings strings.</summary>
public sealed class IntOrStringJsonConverter : JsonConverter<IntOrString>
{
    /// <inheritdoc/>
    public override IntOrString Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt32(out var number) => new IntOrString(number),
        JsonTokenType.String => new IntOrString(reader.GetString()!),
        _ => throw new JsonException("Expected a 32-bit number or a string."),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IntOrString value, JsonSerializerOptions options)
    {
        if (value.Text is { } text)
            writer.WriteStringValue(text);
        else
            writer.WriteNumberValue(value.Number ?? 0);
    }
}
