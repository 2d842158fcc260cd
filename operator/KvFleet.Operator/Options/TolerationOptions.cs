namespace KvFleet.Operator.Options;

/// <summary>A taint that agents tolerate.</summary>
public sealed class TolerationOptions
{
    /// <summary>The taint's key; empty with operator Exists: every taint.</summary>
    public string? Key { get; set; }

    /// <summary>Equal or Exists.</summary>
    public string Operator { get; set; } = "Exists";

    /// <summary>The taint's value, for Equal.</summary>
    public string? Value { get; set; }

    /// <summary>The taint's effect; empty: every effect.</summary>
    public string? Effect { get; set; }
}
