using KvFleet.Api.Filesystems;
using KvFleet.Api.Validation;

namespace KvFleet.Operator.Filesystems;

/// <summary>A shared filesystem as the operator saw it.</summary>
/// <param name="Object">The object.</param>
/// <param name="Resolution">Its spec with all defaults, or what is wrong with it.</param>
public sealed record FilesystemPicture(V1Alpha1KVCacheFilesystem Object, FilesystemResolution Resolution);
