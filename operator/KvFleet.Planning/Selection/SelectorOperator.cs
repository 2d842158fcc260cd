namespace KvFleet.Planning.Selection;

/// <summary>The operators of a Kubernetes node selector requirement.</summary>
public enum SelectorOperator
{
    /// <summary>The label is there and has one of the values.</summary>
    In,

    /// <summary>The label is not there or has none of the values.</summary>
    NotIn,

    /// <summary>The label is there.</summary>
    Exists,

    /// <summary>The label is not there.</summary>
    DoesNotExist,

    /// <summary>The label is an integer larger than the one value.</summary>
    Gt,

    /// <summary>The label is an integer smaller than the one value.</summary>
    Lt,
}
