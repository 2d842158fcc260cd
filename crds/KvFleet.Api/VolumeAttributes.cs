namespace KvFleet.Api;

/// <summary>Attributes of an inline CSI volume of the driver <c>kvfleet.io</c>.</summary>
public static class VolumeAttributes
{
    /// <summary>The name of the pool; its namespace is always the pod's own.</summary>
    public const string Pool = "kvfleet.io/pool";

    /// <summary>What the pod is to the pool: <see cref="HolderRole"/> or <see cref="EngineRole"/> (the default).</summary>
    public const string Role = "kvfleet.io/role";

    /// <summary><c>Required</c>: the pod waits until the pool's shared filesystem is there. Else it starts without, and gets it when it comes.</summary>
    public const string SharedFilesystem = "kvfleet.io/shared-filesystem";

    /// <summary>Name and version of the engine, for example <c>vllm-0.12.0</c>: keeps files of versions apart that do not understand each other's.</summary>
    public const string Engine = "kvfleet.io/engine";

    /// <summary>A pod that owns memory of the pool.</summary>
    public const string HolderRole = "holder";

    /// <summary>A pod that maps memory of the pool.</summary>
    public const string EngineRole = "engine";
}
