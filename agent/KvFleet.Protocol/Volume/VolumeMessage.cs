using System.Text.Json.Serialization;

namespace KvFleet.Protocol.Volume;

/// <summary>A message over the socket of an inline volume: between the agent and a holder, or the agent and an engine.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Welcome), "welcome")]
[JsonDerivedType(typeof(Refused), "refused")]
[JsonDerivedType(typeof(Holding), "holding")]
[JsonDerivedType(typeof(Allocate), "allocate")]
[JsonDerivedType(typeof(Allocated), "allocated")]
[JsonDerivedType(typeof(Populate), "populate")]
[JsonDerivedType(typeof(Progress), "progress")]
[JsonDerivedType(typeof(Populated), "populated")]
[JsonDerivedType(typeof(Failed), "failed")]
[JsonDerivedType(typeof(Release), "release")]
[JsonDerivedType(typeof(Released), "released")]
[JsonDerivedType(typeof(Map), "map")]
[JsonDerivedType(typeof(MappableExtents), "extents")]
[JsonDerivedType(typeof(Revoke), "revoke")]
[JsonDerivedType(typeof(Unmapped), "unmapped")]
public abstract record VolumeMessage : ProtocolMessage;
