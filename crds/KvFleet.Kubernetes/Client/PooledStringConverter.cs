using System.Text.Json;
using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes.Client;

/// <summary>Reads strings through a <see cref="StringPool"/>: a cache of ten thousand objects then holds each image and each label once.</summary>
internal sealed class PooledStringConverter : JsonConverter<string>
{
    private readonly StringPool _pool = new();

    /// <inheritdoc/>
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader, JsonTokenType.String);

    /// <inheritdoc/>
    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, JsonTokenType.PropertyName)!;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);

    // What is escaped or in two pieces is rare; what is no string at all is for the reader to refuse.
    private string? Read(ref Utf8JsonReader reader, JsonTokenType expected) =>
        reader.TokenType != expected || reader.ValueIsEscaped || reader.HasValueSequence ? reader.GetString() : _pool.Get(reader.ValueSpan);
}
