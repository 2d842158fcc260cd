using System.Text.Json.Serialization;
using KvFleet.Api.Filesystems;
using KvFleet.Api.Nodes;
using KvFleet.Api.Pools;
using KvFleet.Api.Reports;

namespace KvFleet.Api;

/// <summary>Source-generated JSON of the resource types and the agent's report.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(V1Alpha1KVCachePool))]
[JsonSerializable(typeof(V1Alpha1KVCacheNode))]
[JsonSerializable(typeof(V1Alpha1KVCacheFilesystem))]
[JsonSerializable(typeof(AgentReport))]
[JsonSerializable(typeof(RespCredentials))]
public sealed partial class KvFleetJsonContext : JsonSerializerContext;
