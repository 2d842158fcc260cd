using System.Text.Json.Serialization;

namespace KvFleet.Protocol.NodeChannel;

/// <summary>A message between the two containers of the agent: <c>serve</c> asks, the privileged <c>node</c> does and tells of volumes.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(VolumePublished), "volumePublished")]
[JsonDerivedType(typeof(VolumeUnpublished), "volumeUnpublished")]
[JsonDerivedType(typeof(Synced), "synced")]
[JsonDerivedType(typeof(Prepare), "prepare")]
[JsonDerivedType(typeof(LockExtent), "lock")]
[JsonDerivedType(typeof(UnlockExtent), "unlock")]
[JsonDerivedType(typeof(Retain), "retain")]
[JsonDerivedType(typeof(SetVolumeStatus), "volumeStatus")]
[JsonDerivedType(typeof(FindMappers), "findMappers")]
[JsonDerivedType(typeof(WantShared), "wantShared")]
[JsonDerivedType(typeof(FilesystemState), "filesystemState")]
[JsonDerivedType(typeof(Done), "ok")]
[JsonDerivedType(typeof(NodeError), "error")]
[JsonDerivedType(typeof(Locked), "locked")]
[JsonDerivedType(typeof(Mappers), "mappers")]
public abstract record NodeMessage : ProtocolMessage;
