using System.Text.Json.Serialization;

namespace KvFleet.Protocol.Volume;

/// <summary>JSON of <see cref="VolumeMessage"/>: camelCase, absent instead of null, <c>type</c> anywhere, unknown members ignored, missing ones an error.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(VolumeMessage))]
public sealed partial class VolumeJson : JsonSerializerContext;
