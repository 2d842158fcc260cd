using System.Collections.Immutable;

namespace KvFleet.Store.Extents;

/// <summary>Cuts a holder's bytes into extents. Pure: the same request gives the same extents, so that a restarted agent recognises what a holder has.</summary>
public static class ExtentPlanner
{
    /// <summary>The largest extent: accelerator drivers fail to register (pin) much larger ranges in one call, so an extent is also one registration.</summary>
    public const long MaxExtentBytes = 64L << 30;

    /// <summary>Plans the extents of one holder.</summary>
    /// <param name="request">What it shall hold.</param>
    /// <returns>Extents of at most <see cref="MaxExtentBytes"/>, page aligned, adding up to the request; or an error.</returns>
    public static ExtentPlanResult Plan(ExtentRequest request)
    {
        var page = request.HugePageBytes > 0 ? request.HugePageBytes : request.BasePageBytes;
        if (Validate(request, page) is { } error)
            return new ExtentPlanResult([], error);

        var pages = (request.Bytes - request.IndexBytes) / page;
        var extents = ImmutableArray.CreateBuilder<ExtentPlan>();
        var nodes = request.Placement == ExtentPlacement.Spread
            ? request.Nodes.Where(static node => node.MemoryBytes > 0).Select(static node => (int?)node.Id).Order().ToArray()
            : [];
        if (nodes.Length == 0)
            nodes = [null];

        for (var i = 0; i < nodes.Length; i++)
            Cut(request, nodes[i], page, Share(pages, nodes.Length, i), extents);

        if (request.IndexBytes > 0)
            extents.Add(new ExtentPlan(ExtentPlan.IndexId(request.HolderUid), request.IndexBytes, request.HugePageBytes, ExtentPlacement.None, null));
        return new ExtentPlanResult(extents.ToImmutable(), null);
    }

    private static string? Validate(ExtentRequest request, long page)
    {
        if (request.Bytes <= 0)
            return $"A holder must hold more than 0 bytes, not {request.Bytes}.";
        if (page <= 0 || (page & (page - 1)) != 0 || page > MaxExtentBytes)
            return $"{page} bytes is no page size: use a power of two that the machine has.";
        if (request.Bytes % page != 0)
            return $"{request.Bytes} bytes is no multiple of the page size {page}: round the size to whole pages.";
        if (request.IndexBytes < 0 || request.IndexBytes % page != 0 || request.IndexBytes >= request.Bytes)
            return $"An index of {request.IndexBytes} bytes does not fit a holder of {request.Bytes} bytes and pages of {page}.";
        return null;
    }

    /// <summary>Equal extents rather than full ones and a rest: each then takes the same time to populate and to register.</summary>
    private static void Cut(ExtentRequest request, int? node, long page, long pages, ImmutableArray<ExtentPlan>.Builder into)
    {
        var perExtent = MaxExtentBytes / page;
        var count = (int)((pages + perExtent - 1) / perExtent);
        for (var i = 0; i < count; i++)
        {
            into.Add(new ExtentPlan(
                $"{request.HolderUid}-{into.Count}",
                Share(pages, count, i) * page,
                request.HugePageBytes,
                request.Placement,
                node));
        }
    }

    private static long Share(long pages, int parts, int index) => (pages / parts) + (index < pages % parts ? 1 : 0);
}
