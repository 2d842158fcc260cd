namespace KvFleet.Kubernetes;

/// <summary>A CEL rule (<c>x-kubernetes-validations</c>) that the server checks.</summary>
/// <remarks>Servers before 1.25 drop the rules silently: validate in the reconciler, too.</remarks>
/// <param name="rule">The expression; <c>self</c> is the value, <c>oldSelf</c> the stored one.</param>
/// <param name="fieldPath">Field that the error names, relative to the value.</param>
/// <param name="message">What the user reads on refusal.</param>
/// <param name="messageExpression">CEL expression that makes the message.</param>
/// <param name="reason"><c>FieldValueInvalid</c>, <c>FieldValueForbidden</c>, <c>FieldValueRequired</c> or <c>FieldValueDuplicate</c>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property, AllowMultiple = true)]
public sealed class ValidationRuleAttribute(string rule, string? fieldPath = null, string? message = null, string? messageExpression = null, string? reason = null) : Attribute
{
    /// <summary>The expression; <c>self</c> is the value, <c>oldSelf</c> the stored one.</summary>
    public string Rule { get; } = rule;

    /// <summary>Field that the error names, relative to the value.</summary>
    public string? FieldPath { get; } = fieldPath;

    /// <summary>What the user reads on refusal.</summary>
    public string? Message { get; } = message;

    /// <summary>CEL expression that makes the message.</summary>
    public string? MessageExpression { get; } = messageExpression;

    /// <summary><c>FieldValueInvalid</c>, <c>FieldValueForbidden</c>, <c>FieldValueRequired</c> or <c>FieldValueDuplicate</c>.</summary>
    public string? Reason { get; } = reason;
}
