namespace KvFleet.Model.Geometry;

/// <summary>Collects problems with one wording: field, value, what to give instead.</summary>
internal sealed class GeometryCheck(string path)
{
    private readonly List<GeometryProblem> _problems = [];

    public IReadOnlyList<GeometryProblem> Problems => _problems;

    public void Add(string field, string message) => _problems.Add(new GeometryProblem(path.Length == 0 ? field : $"{path}.{field}", message));

    public bool Range(long value, long minimum, long maximum, string field, string meaning)
    {
        if (value >= minimum && value <= maximum)
        {
            return true;
        }

        Add(field, $"is {value}; give {meaning}, a whole number from {minimum} to {maximum}");
        return false;
    }

    public void Member(KvDataType type, string field)
    {
        if (!Enum.IsDefined(type))
        {
            Add(field, $"is {type}; give one of {string.Join(", ", Enum.GetNames<KvDataType>())}");
        }
    }
}
