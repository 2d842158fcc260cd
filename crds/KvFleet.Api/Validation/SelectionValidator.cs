using System.Globalization;
using KvFleet.Api.Pools;

namespace KvFleet.Api.Validation;

/// <summary>Checks what chooses nodes.</summary>
internal static class SelectionValidator
{
    public static void Validate(KVCachePoolSpec spec, List<FieldProblem> problems)
    {
        foreach (var (requirement, index) in (spec.NodeRequirements ?? []).Select((requirement, index) => (requirement, index)))
        {
            Validate(requirement, $"spec.nodeRequirements[{index}]", problems);
        }

        foreach (var (toleration, index) in (spec.Tolerations ?? []).Select((toleration, index) => (toleration, index)))
        {
            Validate(toleration, $"spec.tolerations[{index}]", problems);
        }
    }

    private static void Validate(PoolNodeRequirement requirement, string path, List<FieldProblem> problems)
    {
        var values = requirement.Values?.Count ?? 0;
        if (string.IsNullOrEmpty(requirement.Key))
        {
            problems.Add(new(path + ".key", "is empty; give the key of a node label"));
        }

        switch (requirement.Operator)
        {
            case NodeRequirementOperator.In or NodeRequirementOperator.NotIn when values == 0:
                problems.Add(new(path + ".values", $"is empty, but operator {requirement.Operator} compares with values; give at least one"));
                break;
            case NodeRequirementOperator.Exists or NodeRequirementOperator.DoesNotExist when values > 0:
                problems.Add(new(path + ".values", $"has {values} entries, but operator {requirement.Operator} takes none; remove them"));
                break;
            case NodeRequirementOperator.Gt or NodeRequirementOperator.Lt when values != 1 || !long.TryParse(requirement.Values![0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _):
                problems.Add(new(path + ".values", $"must be one integer for operator {requirement.Operator}"));
                break;
            default:
                break;
        }
    }

    private static void Validate(PoolToleration toleration, string path, List<FieldProblem> problems)
    {
        if (string.IsNullOrEmpty(toleration.Key) && toleration.Operator != TolerationOperator.Exists)
        {
            problems.Add(new(path + ".key", "is empty, which only operator Exists allows (it then tolerates every taint); give a key or set operator: Exists"));
        }

        if (toleration.Operator == TolerationOperator.Exists && !string.IsNullOrEmpty(toleration.Value))
        {
            problems.Add(new(path + ".value", $"is {toleration.Value}, but operator Exists compares no value; remove it"));
        }

        if (toleration.TolerationSeconds is not null && toleration.Effect != TaintEffect.NoExecute)
        {
            problems.Add(new(path + ".tolerationSeconds", "only means something with effect: NoExecute; set the effect or remove it"));
        }
    }
}
