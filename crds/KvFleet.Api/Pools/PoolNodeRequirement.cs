using KvFleet.Kubernetes;

namespace KvFleet.Api.Pools;

/// <summary>A condition on one label of a node, with the operators of Kubernetes' node affinity.</summary>
[ValidationRule("self.operator in ['Exists', 'DoesNotExist'] ? !has(self.values) || size(self.values) == 0 : has(self.values) && size(self.values) > 0", message: "In, NotIn, Gt and Lt need values; Exists and DoesNotExist take none")]
public sealed class PoolNodeRequirement
{
    /// <summary>The label's key.</summary>
    [Required, Length(minLength: 1, maxLength: 317)]
    public string Key { get; set; } = "";

    /// <summary>How the label is compared with the values.</summary>
    [Required]
    public NodeRequirementOperator Operator { get; set; }

    /// <summary>The values: at least one for In and NotIn, exactly one integer for Gt and Lt, none for Exists and DoesNotExist.</summary>
    [Items(maxItems: 256)]
    public List<string>? Values { get; set; }
}
