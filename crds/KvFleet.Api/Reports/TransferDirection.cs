using System.Text.Json.Serialization;

namespace KvFleet.Api.Reports;

/// <summary>Which way bytes go, as seen from whoever uses a tier.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TransferDirection>))]
public enum TransferDirection
{
    /// <summary>Out of the tier.</summary>
    Read,

    /// <summary>Into the tier.</summary>
    Write,

    /// <summary>Within the tier.</summary>
    Copy,
}
