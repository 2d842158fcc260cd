namespace KvFleet.Api.Defaults;

/// <summary>Defaults of shared filesystems.</summary>
public static class SharedDefaults
{
    /// <summary>Directory of the filesystem below which pools get theirs.</summary>
    public const string Directory = "kvfleet";

    /// <summary>Percent of the filesystem above which values of all pools go.</summary>
    public const int HighPercent = 85;

    /// <summary>Percent at which that ends.</summary>
    public const int LowPercent = 70;

    /// <summary>Revision of a model that names none.</summary>
    public const string Revision = "main";

    /// <summary>Age below which nothing is deleted.</summary>
    public static readonly TimeSpan MinAge = TimeSpan.FromMinutes(10);
}
