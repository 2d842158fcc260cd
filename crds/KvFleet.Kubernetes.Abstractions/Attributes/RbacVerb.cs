namespace KvFleet.Kubernetes;

/// <summary>Verbs of a role's rule.</summary>
[Flags]
public enum RbacVerb
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read one object.</summary>
    Get = 1 << 0,

    /// <summary>Read all objects.</summary>
    List = 1 << 1,

    /// <summary>Follow changes.</summary>
    Watch = 1 << 2,

    /// <summary>Create objects.</summary>
    Create = 1 << 3,

    /// <summary>Replace objects.</summary>
    Update = 1 << 4,

    /// <summary>Change parts of objects; server-side apply, too.</summary>
    Patch = 1 << 5,

    /// <summary>Delete one object.</summary>
    Delete = 1 << 6,

    /// <summary>Delete many objects at once.</summary>
    DeleteCollection = 1 << 7,

    /// <summary>Every verb there is or will be: the star.</summary>
    All = 1 << 8,

    /// <summary>What an informer needs.</summary>
    Read = Get | List | Watch,
}
