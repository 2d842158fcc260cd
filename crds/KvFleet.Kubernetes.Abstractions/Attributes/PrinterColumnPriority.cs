namespace KvFleet.Kubernetes;

/// <summary>When a printer column is shown.</summary>
public enum PrinterColumnPriority
{
    /// <summary>Always.</summary>
    StandardView,

    /// <summary>Only with <c>-o wide</c>.</summary>
    WideView,
}
