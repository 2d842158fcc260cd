using KvFleet.Grpc;
using KvFleet.NodePlugin.Csi;
using KvFleet.NodePlugin.Csi.V1;
using KvFleet.NodePlugin.Volumes;
using KvFleet.Protocol.Volume;

namespace KvFleet.NodePlugin.Tests.Csi;

public class PublishRequestReaderTests
{
    private const string Uid = "c25b75f7-c280-4786-8d31-6dd6d508b51e";
    private static readonly PublishRequestReader Reader = new("/var/lib/kubelet");

    private static VolumeRecord Good { get; } = new(
        "csi-e3f70b582bc53d38cad75e3dfca389e3f6d6af48e8656ad2bff5daac8ff64a1a",
        $"/var/lib/kubelet/pods/{Uid}/volumes/kubernetes.io~csi/kv/mount",
        "inference", "vllm-0", Uid, "default", "llama-8b", VolumeRole.Engine, ReadOnly: false);

    [Fact]
    public void What_a_kubelet_sends_becomes_a_volume_of_an_engine()
    {
        var (volume, unknown) = Reader.Read(PublishRequests.For(Good));

        volume.ShouldBe(Good);
        unknown.ShouldBeEmpty();
    }

    [Fact]
    public void A_holder_says_so_and_read_only_is_kept()
    {
        var holder = Good with { Role = VolumeRole.Holder, ReadOnly = true };

        Reader.Read(PublishRequests.For(holder)).Volume.ShouldBe(holder);
    }

    [Fact]
    public void A_kubelet_that_does_not_tell_the_service_account_is_no_obstacle()
    {
        var request = PublishRequests.For(Good);
        request.VolumeContext.Remove("csi.storage.k8s.io/serviceAccount.name");

        Reader.Read(request).Volume.ServiceAccount.ShouldBe("");
    }

    [Fact]
    public void An_attribute_of_a_newer_version_is_named_and_keeps_no_pod_from_starting()
    {
        var request = PublishRequests.For(Good);
        request.VolumeContext["kvfleet.io/connector"] = "primary";
        request.VolumeContext["csi.storage.k8s.io/serviceAccount.tokens"] = "{}";

        Reader.Read(request).UnknownAttributes.ShouldBe(["kvfleet.io/connector"]);
    }

    [Theory]
    [InlineData("owners", "owners/llama-8b")]
    [InlineData("inference", "inference/llama-8b")]
    public void A_pool_may_be_of_another_namespace(string given, string pool)
    {
        var request = PublishRequests.For(Good);
        request.VolumeContext["kvfleet.io/pool-namespace"] = given;

        var (volume, unknown) = Reader.Read(request);

        volume.PoolKey.ShouldBe(pool);
        unknown.ShouldBeEmpty();
    }

    [Fact]
    public void A_holder_is_of_its_pools_namespace()
    {
        var request = PublishRequests.For(Good with { Role = VolumeRole.Holder });
        request.VolumeContext["kvfleet.io/pool-namespace"] = "owners";

        Should.Throw<RpcException>(() => Reader.Read(request)).Status.Detail.ShouldContain("a holder is a pod of its pool's namespace");
    }

    [Theory]
    [InlineData("kvfleet.io/pool-namespace", "", "the name of a namespace")]
    [InlineData("kvfleet.io/pool-namespace", "a.b", "kvfleet.io/pool-namespace 'a.b': the name of a namespace")]
    [InlineData("kvfleet.io/pool-namespace", "../x", "the name of a namespace")]
    [InlineData("kvfleet.io/pool", null, "kvfleet.io/pool is missing: name a KVCachePool")]
    [InlineData("kvfleet.io/pool", "", "kvfleet.io/pool is missing")]
    [InlineData("kvfleet.io/pool", "other/llama", "kvfleet.io/pool 'other/llama': write the name alone")]
    [InlineData("kvfleet.io/pool", "Llama", "kvfleet.io/pool 'Llama': the name of a pool")]
    [InlineData("kvfleet.io/pool", "-llama", "kvfleet.io/pool '-llama'")]
    [InlineData("kvfleet.io/pool", "..", "kvfleet.io/pool '..'")]
    [InlineData("kvfleet.io/role", "boss", "kvfleet.io/role 'boss': it must be 'engine' or 'holder'")]
    [InlineData("kvfleet.io/role", "Holder", "kvfleet.io/role 'Holder'")]
    [InlineData("csi.storage.k8s.io/ephemeral", null, "csi.storage.k8s.io/ephemeral is missing: only inline ephemeral volumes exist")]
    [InlineData("csi.storage.k8s.io/ephemeral", "false", "csi.storage.k8s.io/ephemeral 'false'")]
    [InlineData("csi.storage.k8s.io/pod.uid", null, "csi.storage.k8s.io/pod.uid is missing: the CSIDriver object kvfleet.io must have podInfoOnMount: true")]
    [InlineData("csi.storage.k8s.io/pod.name", null, "podInfoOnMount")]
    [InlineData("csi.storage.k8s.io/pod.namespace", null, "podInfoOnMount")]
    public void A_bad_attribute_is_refused_with_field_value_and_remedy(string key, string? value, string message)
    {
        var request = PublishRequests.For(Good);
        request.VolumeContext.Remove(key);
        if (value is not null)
            request.VolumeContext[key] = value;

        Refuse(request).ShouldContain(message);
    }

    [Theory]
    [InlineData("", "target_path is missing")]
    [InlineData("relative/path", "target_path 'relative/path'")]
    [InlineData("/etc/passwd", "KVFLEET_KUBELET_DIRECTORY")]
    [InlineData("/var/lib/kubelet/plugins/kvfleet.io", "below /var/lib/kubelet/pods/")]
    [InlineData($"/var/lib/kubelet/pods/{Uid}/../../plugins/x", "plain absolute path")]
    [InlineData($"/var/lib/kubelet/pods/{Uid}//kv/mount", "plain absolute path")]
    [InlineData($"/var/lib/kubelet/pods/{Uid}/kv/", "plain absolute path")]
    [InlineData($"/var/lib/kubelet/podsx/{Uid}/kv", "below /var/lib/kubelet/pods/")]
    [InlineData("/var/lib/kubelet/pods/another-uid/kv/mount", "the directory of the pod")]
    public void A_target_outside_of_the_pods_directory_is_refused(string target, string message)
    {
        var request = PublishRequests.For(Good);
        request.TargetPath = target;

        Refuse(request).ShouldContain(message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../escape")]
    [InlineData(".hidden")]
    [InlineData("a/b")]
    [InlineData("a b")]
    public void An_id_that_is_no_file_name_is_refused(string id)
    {
        var request = PublishRequests.For(Good);
        request.VolumeId = id;

        Refuse(request).ShouldStartWith("volume_id ");
        Should.Throw<RpcException>(() => Reader.Check(new NodeUnpublishVolumeRequest { VolumeId = id, TargetPath = Good.TargetPath }))
            .StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }

    [Fact]
    public void An_id_longer_than_CSI_allows_is_refused()
    {
        var request = PublishRequests.For(Good);
        request.VolumeId = new string('a', 129);

        Refuse(request).ShouldStartWith("volume_id ");
    }

    [Fact]
    public void Only_a_plain_mount_can_be_had()
    {
        var request = PublishRequests.For(Good);

        request.VolumeCapability.Mount.MountFlags.Add("exec");
        Refuse(request).ShouldBe("volume_capability.mount.mount_flags 'exec': leave mount options out");
        request.VolumeCapability.Mount = new VolumeCapability.Types.MountVolume { FsType = "ext4" };
        Refuse(request).ShouldBe("volume_capability.mount.fs_type 'ext4': leave csi.fsType out");
        request.VolumeCapability.Block = new VolumeCapability.Types.BlockVolume();
        Refuse(request).ShouldContain("volume_capability 'block'");
        request.VolumeCapability = null;
        Refuse(request).ShouldStartWith("volume_capability is missing");
    }

    [Fact]
    public void An_unpublish_needs_a_target_below_the_pods_directory() =>
        Should.Throw<RpcException>(() => Reader.Check(new NodeUnpublishVolumeRequest { VolumeId = Good.VolumeId, TargetPath = "/var/lib/kubelet" }))
            .Status.Detail.ShouldContain("target_path '/var/lib/kubelet'");

    private static string Refuse(NodePublishVolumeRequest request)
    {
        var refused = Should.Throw<RpcException>(() => Reader.Read(request));
        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
        return refused.Status.Detail;
    }
}
