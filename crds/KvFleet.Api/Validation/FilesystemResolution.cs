using KvFleet.Api.Defaults;

namespace KvFleet.Api.Validation;

/// <summary>A resolved shared filesystem, or why there is none.</summary>
/// <param name="Filesystem">With all defaults filled in; null if there are problems.</param>
/// <param name="Problems">What is wrong; empty if nothing is.</param>
public sealed record FilesystemResolution(ResolvedFilesystem? Filesystem, IReadOnlyList<FieldProblem> Problems)
{
    /// <summary>All problems as one sentence, for a condition.</summary>
    public string Message => string.Join("; ", Problems) + ".";
}
