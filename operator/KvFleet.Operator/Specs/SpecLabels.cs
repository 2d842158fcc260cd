using KvFleet.Api;

namespace KvFleet.Operator.Specs;

/// <summary>Labels and names that everything KvFleet makes has in common.</summary>
internal static class SpecLabels
{
    /// <summary>Name of the CSI driver.</summary>
    public const string Driver = ApiGroup.Name;

    /// <summary>The user that everything but the privileged container runs as; it is nobody's on the host.</summary>
    public const long User = 65532;

    /// <summary>The labels of a component.</summary>
    /// <param name="component">One of <see cref="ComponentNames"/>.</param>
    public static Dictionary<string, string> For(string component) => new(StringComparer.Ordinal)
    {
        [WellKnownLabels.Application] = WellKnownLabels.ApplicationName,
        [WellKnownLabels.ManagedBy] = WellKnownLabels.ApplicationName,
        [WellKnownLabels.Component] = component,
    };
}
