using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace KvFleet.NodePlugin.Volumes;

/// <summary>JSON of the journal and of <c>status.json</c>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(VolumeRecord))]
[JsonSerializable(typeof(VolumeStatus))]
internal sealed partial class VolumeJson : JsonSerializerContext
{
    /// <summary>For files that people read with cat: an apostrophe stays one. Nothing embeds them in HTML.</summary>
    public static VolumeJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
