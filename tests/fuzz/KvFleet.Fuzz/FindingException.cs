namespace KvFleet.Fuzz;

/// <summary>A property of a target does not hold.</summary>
internal sealed class FindingException(string message) : Exception(message);
