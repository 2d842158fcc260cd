namespace KvFleet.Sweeping.Members;

/// <summary>What a member says of itself in its file; when it said so is the file's own time, which the filesystem's clock gives.</summary>
internal sealed record MemberStatement
{
    /// <summary>Its name.</summary>
    public required string Member { get; init; }

    /// <summary>The members that it divides the slots by, itself included, in order.</summary>
    public required IReadOnlyList<string> Members { get; init; }

    /// <summary>When reads last went unrecorded on its node; null: never.</summary>
    public DateTimeOffset? AccessesLostAt { get; init; }

    /// <summary>What its share of each pool holds, by <c>namespace/name</c>: pools that it looked at since it divides the slots so.</summary>
    public IReadOnlyDictionary<string, MemberShare> Pools { get; init; } = new Dictionary<string, MemberShare>(StringComparer.Ordinal);
}
