using ComputeOperator.Entities.V1;
using ComputeOperator.Gateway.Gce.Instances;

namespace ComputeOperator.Gateway.Tests.Gce.Pure;

public sealed class InstanceNamesTests
{
    private const string Default = "us-central1-a";

    private static readonly string[] Names = ["w", "web", "web-1", new('a', 54), new('a', 55), new('a', 62), new('a', 63), new string('a', 62) + "b"];

    private static readonly string[] Zones = [Default, "us-central1-b", "europe-west1-b", "asia-east1-c"];

    [Fact]
    public void Every_name_of_every_zone_is_another_object()
    {
        var objects = Names.SelectMany(name => Zones.Select(zone => InstanceNames.ObjectName(zone, name, Default))).ToList();

        Assert.Equal(objects.Count, objects.Distinct().Count());
        Assert.All(objects, name => Assert.Matches("^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$", name));
    }

    [Fact]
    public void In_the_default_zone_the_object_has_the_instance_s_name() =>
        Assert.All(Names, name => Assert.Equal(name, InstanceNames.ObjectName(Default, name, Default)));

    [Fact]
    public void An_object_that_was_made_for_an_instance_has_its_name()
    {
        foreach (var name in Names)
        {
            foreach (var zone in Zones)
            {
                Assert.Equal(name, InstanceNames.Of(Object(InstanceNames.ObjectName(zone, name, Default), zone, name), Default));
            }
        }
    }

    [Theory]
    [InlineData("web", "europe-west1-b", null)]
    [InlineData("web", "europe-west1-b", "other")]
    [InlineData("web", Default, "other")]
    public void Another_object_has_its_own_name(string name, string zone, string? label) =>
        Assert.Equal(name, InstanceNames.Of(Object(name, zone, label), Default));

    [Fact]
    public void Of_a_short_name_nothing_but_the_object_s_is_needed()
    {
        foreach (var zone in Zones)
        {
            Assert.Equal("web-1", InstanceNames.OfGone(InstanceNames.ObjectName(zone, "web-1", Default), zone, Default));
        }
    }

    private static Instance Object(string name, string zone, string? label) => new()
    {
        Metadata = new() { Name = name, Labels = label is null ? null : new Dictionary<string, string> { [InstanceNames.Label] = label } },
        Spec = new() { MachineType = "e2-small", Zone = zone },
    };
}
