namespace KvFleet.Kubernetes;

/// <summary>The server keeps fields that the schema does not name.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property)]
public sealed class PreserveUnknownFieldsAttribute : Attribute;
