namespace KvFleet.Planning.Inventory;

/// <summary>A node's class and the one it may be changing to.</summary>
/// <param name="Current">The class that planning uses.</param>
/// <param name="Candidate">A different class that was seen last, or null.</param>
/// <param name="CandidateSince">Since when it has been seen without interruption.</param>
public sealed record DebouncedClass(AcceleratorClass Current, AcceleratorClass? Candidate = null, DateTimeOffset CandidateSince = default);
