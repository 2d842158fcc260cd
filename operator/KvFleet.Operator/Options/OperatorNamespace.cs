namespace KvFleet.Operator.Options;

/// <summary>The namespace that the operator and its agents live in.</summary>
/// <param name="Value">Its name.</param>
public sealed record OperatorNamespace(string Value);
