namespace KvFleet.Model.Reuse;

/// <summary>Uses that begin to hit at a capacity.</summary>
/// <param name="Blocks">The capacity.</param>
/// <param name="Uses">How many.</param>
/// <param name="Positions">The sum of their positions in their prompts, in blocks.</param>
public sealed record CurvePoint(double Blocks, double Uses, double Positions);
