namespace KvFleet.Kubernetes;

/// <summary>Regular expression that a string must match.</summary>
/// <param name="regexPattern">RE2 syntax, as the server reads it; anchor it.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PatternAttribute(string regexPattern) : Attribute
{
    /// <summary>RE2 syntax, as the server reads it; anchor it.</summary>
    public string RegexPattern { get; } = regexPattern;
}
