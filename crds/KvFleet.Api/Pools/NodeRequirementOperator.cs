using System.Text.Json.Serialization;

namespace KvFleet.Api.Pools;

/// <summary>Operators of a <see cref="PoolNodeRequirement"/>.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NodeRequirementOperator>))]
public enum NodeRequirementOperator
{
    /// <summary>The label has one of the values.</summary>
    In,

    /// <summary>The label is absent or has none of the values.</summary>
    NotIn,

    /// <summary>The label is present.</summary>
    Exists,

    /// <summary>The label is absent.</summary>
    DoesNotExist,

    /// <summary>The label is an integer greater than the value.</summary>
    Gt,

    /// <summary>The label is an integer less than the value.</summary>
    Lt,
}
