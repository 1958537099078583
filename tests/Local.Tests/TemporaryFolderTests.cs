using Fanout.Local;

namespace Fanout.Tests.Local;

public class TemporaryFolderTests
{
    [Test]
    public void A_folder_is_gone_with_all_that_is_in_it_when_it_is_disposed()
    {
        var folder = new TemporaryFolder("test");
        Directory.CreateDirectory(Path.Combine(folder.Path, "a", "b"));
        File.WriteAllText(Path.Combine(folder.Path, "a", "b", "c"), "text");

        folder.Dispose();

        Assert.That(Directory.Exists(folder.Path), Is.False);
        Assert.That(folder.Dispose, Throws.Nothing);
    }

    [Test]
    public void What_a_killed_program_left_is_removed_and_nothing_else()
    {
        using var parent = new TemporaryFolder("test");
        var abandoned = Make("fanout-killed", isLocked: true);
        var used = Make("fanout-used", isLocked: true);
        var foreign = Make("fanout-foreign", isLocked: false);
        using (new FileStream(Path.Combine(used, ".in-use"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            TemporaryFolder.RemoveAbandoned(parent.Path);
        }

        Assert.That(Directory.GetDirectories(parent.Path), Is.EquivalentTo(new[] { used, foreign }));
        Assert.That(Directory.Exists(abandoned), Is.False);

        string Make(string name, bool isLocked)
        {
            var folder = Directory.CreateDirectory(Path.Combine(parent.Path, name)).FullName;
            File.WriteAllText(Path.Combine(folder, isLocked ? ".in-use" : "other"), "");
            return folder;
        }
    }
}
