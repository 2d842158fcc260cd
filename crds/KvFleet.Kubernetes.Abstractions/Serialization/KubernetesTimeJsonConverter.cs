using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KvFleet.Kubernetes;

/// <summary>Reads any RFC 3339 time and writes whole seconds in UTC, as the server itself does (<c>metav1.Time</c>): what is applied equals what is read back.</summary>
public sealed class KubernetesTimeJsonConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Rfc3339.Read(ref reader);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
}
