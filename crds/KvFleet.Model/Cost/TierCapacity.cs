namespace KvFleet.Model.Cost;

/// <summary>A tier below accelerator memory.</summary>
/// <param name="Blocks">Blocks that it holds.</param>
/// <param name="LoadSecondsPerBlock">Seconds to bring a block back from it.</param>
public sealed record TierCapacity(double Blocks, double LoadSecondsPerBlock);
