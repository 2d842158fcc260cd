namespace KvFleet.Model.Geometry;

/// <summary>What a KV group keeps.</summary>
public enum KvGroupKind
{
    /// <summary>Every token of a sequence.</summary>
    Full,

    /// <summary>The last tokens of a sequence, up to a window.</summary>
    Window,

    /// <summary>A constant number of bytes per sequence, whatever its length (state-space and linear attention layers).</summary>
    State,
}
