using KvFleet.Api.Defaults;

namespace KvFleet.Api.Validation;

/// <summary>A resolved pool, or why there is none.</summary>
/// <param name="Pool">The pool with all defaults filled in; null if there are problems.</param>
/// <param name="Problems">What is wrong; empty if nothing is.</param>
public sealed record PoolResolution(ResolvedPool? Pool, IReadOnlyList<FieldProblem> Problems)
{
    /// <summary>All problems as one sentence, for a condition.</summary>
    public string Message => string.Join("; ", Problems) + ".";
}
