using System.Globalization;
using KvFleet.Kubernetes.Models;

namespace KvFleet.Kubernetes.Client;

/// <summary>The server's version.</summary>
/// <param name="Major">For example 1; 0 when the server does not say.</param>
/// <param name="Minor">For example 20.</param>
/// <param name="GitVersion">The full text, for example <c>v1.29.4-eks-036c24b</c>.</param>
public sealed record KubernetesServerVersion(int Major, int Minor, string GitVersion)
{
    /// <summary>The oldest minor version of 1 that this client is made for.</summary>
    public const int OldestMinor = 20;

    /// <summary>The newest minor version of 1 that was known when this client was made.</summary>
    public const int NewestMinor = 36;

    /// <summary>Whether the server said its version in a form that can be read.</summary>
    public bool IsKnown => Major > 0;

    /// <summary>Whether the server is one that this client is made for. Newer ones will most likely do.</summary>
    public bool IsSupported => Major == 1 && Minor is >= OldestMinor and <= NewestMinor;

    /// <summary>Whether the server is of this version or newer; false when its version is not known, so that a gate stays shut.</summary>
    /// <param name="major">For example 1.</param>
    /// <param name="minor">For example 25.</param>
    public bool IsAtLeast(int major, int minor) => Major > major || (Major == major && Minor >= minor);

    /// <summary>Whether a server of this version has a feature unless its administrator turned it off; false when the version is not known.</summary>
    /// <param name="feature">The feature.</param>
    public bool Has(KubernetesFeature feature) => IsAtLeast(1, feature.Minor);

    /// <summary>Reads a version. <c>gitVersion</c> is what every server fills in; some leave the numbers empty, or write <c>20+</c>.</summary>
    internal static KubernetesServerVersion Of(VersionInfo info)
    {
        var text = info.GitVersion ?? string.Empty;
        var parts = text.TrimStart('v').Split('.');
        var (major, minor) = (Number(parts[0]), Number(parts.ElementAtOrDefault(1)));
        return major > 0 && minor is not null
            ? new KubernetesServerVersion(major.Value, minor.Value, text)
            : new KubernetesServerVersion(Number(info.Major) ?? 0, Number(info.Minor) ?? 0, text);
    }

    private static int? Number(string? text)
    {
        var digits = (text ?? string.Empty).TakeWhile(char.IsAsciiDigit).ToArray();
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }
}
