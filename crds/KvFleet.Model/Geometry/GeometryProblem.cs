namespace KvFleet.Model.Geometry;

/// <summary>Something wrong with a geometry that a user gave.</summary>
/// <param name="Path">Where: the path of the field.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record GeometryProblem(string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path} {Message}";
}
