using KvFleet.Kubernetes;

namespace KvFleet.Api.Validation;

/// <summary>Reads quantities of bytes.</summary>
internal static class QuantityReader
{
    /// <summary>The bytes of a quantity; null when there is none, or with a problem when it is no positive whole number of bytes.</summary>
    public static long? PositiveBytes(ResourceQuantity? quantity, string path, List<FieldProblem> problems)
    {
        if (quantity is not { } given)
        {
            return null;
        }

        var bytes = given.ToDecimal();
        if (bytes != decimal.Truncate(bytes) || bytes > long.MaxValue)
        {
            problems.Add(new(path, $"is {given}, which is no whole number of bytes up to 8Ei; give a quantity such as 512Gi or 2Ti"));
            return null;
        }

        if (bytes <= 0)
        {
            problems.Add(new(path, $"is {given}; give a positive quantity such as 512Gi or 2Ti"));
            return null;
        }

        return (long)bytes;
    }
}
