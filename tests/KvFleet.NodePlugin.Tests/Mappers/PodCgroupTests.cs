using KvFleet.NodePlugin.Mappers;

namespace KvFleet.NodePlugin.Tests.Mappers;

public class PodCgroupTests
{
    private const string Uid = "c25b75f7-c280-4786-8d31-6dd6d508b51e";
    private const string SystemdUid = "c25b75f7_c280_4786_8d31_6dd6d508b51e";
    private const string Container = "8db488cecab6eeffadae2cfcc1b96ff2a031e8f9c1710336800545971ac26b46";

    [Theory]
    [InlineData($"4:memory:/kubepods/burstable/pod{Uid}/{Container}\n3:cpu:/\n", "v1, cgroupfs")]
    [InlineData($"4:memory:/kvfleet/kvfleet-c/kubepods/burstable/pod{Uid}/{Container}", "v1, cgroupfs, a root of its own")]
    [InlineData($"12:cpu:/\n4:memory:/kubepods/pod{Uid}/{Container}\n", "v1, guaranteed, another hierarchy first")]
    [InlineData($"4:memory:/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-pod{SystemdUid}.slice/cri-containerd-{Container}.scope", "v1, systemd")]
    [InlineData($"0::/kubepods.slice/kubepods-pod{SystemdUid}.slice/crio-{Container}.scope\n", "v2, systemd, CRI-O")]
    [InlineData($"0::/kubepods/besteffort/pod{Uid}/{Container}\n", "v2, cgroupfs")]
    [InlineData($"0::/../../kubepods-burstable-pod{SystemdUid}.slice/cri-containerd-{Container}.scope\n", "v2, seen from a cgroup namespace")]
    [InlineData($"0::/../../../burstable/pod{Uid}/{Container}\n", "v2, cgroupfs, seen from a cgroup namespace")]
    public void The_pod_is_found_whatever_the_driver(string content, string _) => PodCgroup.FindPodUid(content).ShouldBe(Uid);

    [Fact]
    public void A_static_pod_has_a_hash_instead_of_a_uid() =>
        PodCgroup.FindPodUid($"0::/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0f2a6f5e3d1c4b7a8e9d0c1b2a3f4e5d.slice/cri-containerd-{Container}.scope")
            .ShouldBe("0f2a6f5e3d1c4b7a8e9d0c1b2a3f4e5d");

    [Theory]
    [InlineData("0::/system.slice/containerd.service\n")]
    [InlineData("0::/user.slice/user-0.slice/session-1.scope\n")]
    [InlineData("0::/podman/libpod-conmon\n")]
    [InlineData("0::/machine.slice/podcast.slice\n")]
    [InlineData("0::/\n")]
    [InlineData("")]
    public void What_is_in_no_pod_has_none(string content) => PodCgroup.FindPodUid(content).ShouldBeNull();

    [Theory]
    [InlineData("0::/\n", true)]
    [InlineData($"0::/../cri-containerd-{Container}.scope\n", true)]
    [InlineData($"0::/../{Container}", true)]
    [InlineData("0::/..\n", false)]
    [InlineData($"0::/../../{Container}\n", false)]
    [InlineData("0::/system.slice\n", false)]
    [InlineData("4:memory:/\n3:cpu:/\n", false)]
    public void Our_own_pod_is_known_by_its_nearness(string content, bool own) => PodCgroup.IsOwnPod(content).ShouldBe(own);
}
