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

        if (!IsObjectName(shared.ClassName))
        {
            problems.Add(new($"{Path}.className", $"is '{shared.ClassName}', which no KVCacheFilesystem can be called; kubectl get kvf lists those that there are"));
        }

        return new ResolvedShared(
            shared.ClassName,
            QuantityReader.PositiveBytes(shared.Quota, $"{Path}.quota", problems),
            QuantityReader.PositiveBytes(shared.Inodes, $"{Path}.inodes", problems),
            AgeReader.Read(shared.MinAge, $"{Path}.minAge", problems));
    }

    private static bool IsObjectName(string name) =>
        name.Length is > 0 and <= 253 && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && name.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
}
