using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <summary>Takes type and metadata out of an object's JSON, and puts them back first.</summary>
internal sealed class UnstructuredObjectJsonConverter : JsonConverter<UnstructuredObject>
{
    public override UnstructuredObject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (JsonNode.Parse(ref reader) is not JsonObject fields)
            throw new JsonException("A Kubernetes object is a JSON object.");
        try
        {
            var metadata = Take(fields, "metadata")?.Deserialize(KubernetesJsonContext.Default.V1ObjectMeta) ?? new V1ObjectMeta();
            return new UnstructuredObject { ApiVersion = Text(fields, "apiVersion"), Kind = Text(fields, "kind"), Metadata = metadata, Fields = fields };
        }
        catch (ArgumentException e)
        {
            // The nodes notice a name that is there twice only when they are looked into, and then say it so.
            throw new JsonException("A field is there twice: " + e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, UnstructuredObject value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("apiVersion"u8, value.ApiVersion);
        writer.WriteString("kind"u8, value.Kind);
        writer.WritePropertyName("metadata"u8);
        JsonSerializer.Serialize(writer, value.Metadata, KubernetesJsonContext.Default.V1ObjectMeta);
        foreach (var (name, field) in value.Fields)
        {
            writer.WritePropertyName(name);
            if (field is null)
                writer.WriteNullValue();
            else
                field.WriteTo(writer);
        }

        writer.WriteEndObject();
    }

    private static string Text(JsonObject fields, string name) => Take(fields, name) switch
    {
        null => string.Empty,
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => throw new JsonException($"{name} is no text."),
    };

    private static JsonNode? Take(JsonObject fields, string name)
    {
        var node = fields[name];
        fields.Remove(name);
        return node;
    }
}
