namespace KvFleet.Api.Validation;

/// <summary>Something in a spec that cannot be acted on.</summary>
/// <param name="Path">Where: the path of the field, such as <c>spec.hostMemory.minPerNode</c>.</param>
/// <param name="Message">What is wrong, with the value, and what to do.</param>
public sealed record FieldProblem(string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";
}
