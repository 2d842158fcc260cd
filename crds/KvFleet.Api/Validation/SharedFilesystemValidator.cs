using KvFleet.Api.Defaults;
using KvFleet.Api.Pools;

namespace KvFleet.Api.Validation;

/// <summary>Checks what a pool asks of a shared filesystem.</summary>
internal static class SharedFilesystemValidator
{
    private const string Path = "spec.sharedFilesystem";

    /// <summary>Resolves it; null when there is none, or it cannot be acted on.</summary>
    public static ResolvedShared? Resolve(PoolSharedFilesystem? shared, List<FieldProblem> problems)
    {
        if (shared is null)
        {
            return null;
        }

        if (!ObjectNames.IsName(shared.ClassName))
        {
            problems.Add(new($"{Path}.className", $"is '{shared.ClassName}', which no KVCacheFilesystem can be called; kubectl get kvf lists those that there are"));
        }

        return new ResolvedShared(
            shared.ClassName,
            QuantityReader.PositiveBytes(shared.Quota, $"{Path}.quota", problems),
            QuantityReader.PositiveBytes(shared.Inodes, $"{Path}.inodes", problems),
            AgeReader.Read(shared.MinAge, $"{Path}.minAge", problems));
    }
}
