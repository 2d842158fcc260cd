namespace KvFleet.Planning;

/// <summary>The fleet-wide switch of the admins.</summary>
public enum FleetMode
{
    /// <summary>Plan normally.</summary>
    Run,

    /// <summary>Treat every pool as paused: nothing grows, shrinks or moves. Deleted pools and excluded nodes still drain.</summary>
    Freeze,

    /// <summary>Everything goes to zero, paused pools included.</summary>
    DrainAll,
}
