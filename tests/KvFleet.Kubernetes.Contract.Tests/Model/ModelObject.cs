using KvFleet.Kubernetes.Contract.Tests.Widgets;

namespace KvFleet.Kubernetes.Contract.Tests.Model;

/// <summary>What an object should look like after the operations so far.</summary>
internal sealed record ModelObject(string Uid, int Size, int? Observed, string? In, string Finalizers, bool IsDeleting)
{
    public static ModelObject Of(Widget widget) => new(
        widget.Uid(),
        widget.Spec.Size ?? 0,
        widget.Status?.Observed,
        widget.GetLabel(ModelWriter.Label),
        string.Join(' ', widget.Metadata.Finalizers ?? []),
        widget.IsDeleting());
}
