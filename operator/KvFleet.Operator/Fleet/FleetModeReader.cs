using KvFleet.Kubernetes.Models;
using KvFleet.Planning;

namespace KvFleet.Operator.Fleet;

/// <summary>Reads the fleet-wide switch. Pure.</summary>
public static class FleetModeReader
{
    /// <summary>The mode that the ConfigMap asks for.</summary>
    /// <param name="config">The ConfigMap; null if there is none, which means Run.</param>
    /// <returns>The mode, and what is wrong with the text, if anything: then nothing is moved until it is corrected, because the admin meant to stop something.</returns>
    public static (FleetMode Mode, string? Problem) Read(V1ConfigMap? config)
    {
        if (config?.Data is not { } data || !data.TryGetValue(OperatorNames.ModeKey, out var text) || string.IsNullOrWhiteSpace(text))
            return (FleetMode.Run, null);
        var name = text.Trim();
        foreach (var mode in Enum.GetValues<FleetMode>())
        {
            if (string.Equals(name, mode.ToString(), StringComparison.OrdinalIgnoreCase))
                return (mode, null);
        }

        return (FleetMode.Freeze, $"'{name}' is no mode: give Run, Freeze or DrainAll. Until then the fleet is frozen.");
    }
}
