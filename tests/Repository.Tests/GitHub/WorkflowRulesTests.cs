namespace Fanout.Tests.Repository.GitHub;

/// <summary>Every rule is broken once.</summary>
public class WorkflowRulesTests
{
    private const string Checkout = "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2";

    private const string Preview =
        $$$"""
        on:
          pull_request:
        permissions: {}
        jobs:
          preview:
            if: github.event.pull_request.head.repo.full_name == github.repository && vars.READY
            runs-on: ubuntu-24.04
            timeout-minutes: 5
            environment: preview
            concurrency:
              group: preview
            permissions:
              contents: read
              id-token: write
            steps:
              - uses: {{{Checkout}}}
                with:
                  persist-credentials: false
              - run: dotnet run --project local
              - run: |
                  echo "$TITLE"
                env:
                  TITLE: ${{ github.event.pull_request.title }}
              - uses: ./.github/actions/pulumi
                with:
                  command: preview
                  stack: dev
                  role: ${{ vars.ROLE }}
                  region: us-east-1
                  backend: s3://state
        """;

    private const string Destroy =
        $$$"""
        on:
          workflow_dispatch:
            inputs:
              stack:
                type: choice
                options: [dev]
        permissions: {}
        jobs:
          confirm:
            runs-on: ubuntu-24.04
            timeout-minutes: 5
            concurrency:
              group: confirm
            permissions: {}
            steps:
              - run: test "$CONFIRMATION" = dev
                env:
                  CONFIRMATION: ${{ inputs.confirmation }}
          destroy:
            needs: confirm
            runs-on: ubuntu-24.04
            timeout-minutes: 5
            environment: ${{ inputs.stack }}
            concurrency:
              group: pulumi-${{ inputs.stack }}
              cancel-in-progress: false
            permissions:
              id-token: write
            steps:
              - uses: ./.github/actions/pulumi
                with:
                  command: destroy
                  stack: ${{ inputs.stack }}
                  role: ${{ vars.ROLE }}
                  region: us-east-1
                  backend: s3://state
        """;

    [TestCase(Preview)]
    [TestCase(Destroy)]
    public void What_is_right_has_no_problem(string workflow) =>
        Assert.That(WorkflowRules.Problems(WorkflowFile.Parse(workflow)), Is.Empty);

    [TestCase("de0fac2e4500dabe0009e67214ff5f5447ce83dd", "v6", "actions/checkout@v6 is not pinned to a commit")]
    [TestCase("checkout@de0fac2e", "checkout@", "actions/checkout@4500dabe0009e67214ff5f5447ce83dd is not pinned to a commit")]
    [TestCase("# v6.0.2", "", "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd does not say its version")]
    [TestCase("persist-credentials: false", "fetch-depth: 0", "the checkout leaves its token in the work tree")]
    [TestCase("./.github/actions/pulumi", "./.github/actions/terraform", "./.github/actions/terraform does not exist")]
    [TestCase("region: us-east-1", "regions: us-east-1", "./.github/actions/pulumi has no input regions", "./.github/actions/pulumi is not given region")]
    public void An_action_is_pinned_and_given_what_it_asks_for(string right, string wrong, params string[] problems) =>
        AssertProblems(Preview, right, wrong, problems);

    [TestCase("  pull_request:\n", "  pull_request_target:\n", "pull_request_target runs code of others with rights of this repository")]
    [TestCase("permissions: {}\n", "", "permissions at the top are not {}")]
    [TestCase("permissions: {}\n", "permissions: write-all\n", "permissions at the top are not {}")]
    [TestCase("      contents: read\n      id-token: write\n", "      contents: write\n", "preview: the permission contents: write is not one that is needed here")]
    [TestCase("    permissions:\n      contents: read\n      id-token: write\n", "    permissions: write-all\n", "preview: permissions are not listed")]
    [TestCase("    permissions:\n      contents: read\n      id-token: write\n", "", "preview: permissions are not listed")]
    [TestCase("    environment: preview\n", "", "preview: takes a role without an environment")]
    public void Permissions_are_those_that_are_needed(string right, string wrong, params string[] problems) =>
        AssertProblems(Preview, right, wrong, problems);

    [TestCase("    if: github.event.pull_request.head.repo.full_name == github.repository && vars.READY\n", "")]
    [TestCase("repository && vars.READY", "repository || vars.READY")]
    [TestCase("head.repo.full_name == github.repository", "head.repo.full_name != github.repository")]
    public void A_pull_request_of_a_fork_gets_no_role(string right, string wrong) =>
        AssertProblems(Preview, right, wrong, "preview: a pull request of a fork gets a role or a secret");

    [Test]
    public void A_pull_request_of_a_fork_gets_no_secret() => AssertProblems(
        Preview.Replace("if: github.event.pull_request.head.repo.full_name == github.repository && ", "if: ", StringComparison.Ordinal),
        "      id-token: write\n",
        "    env:\n      TOKEN: ${{ secrets.TOKEN }}\n",
        "preview: a pull request of a fork gets a role or a secret");

    [TestCase("    timeout-minutes: 5\n", "", "preview: timeout-minutes is not from 1 to 60")]
    [TestCase("timeout-minutes: 5", "timeout-minutes: 360", "preview: timeout-minutes is not from 1 to 60")]
    [TestCase("    concurrency:\n      group: preview\n", "", "preview: has no concurrency group")]
    public void A_job_ends_and_does_not_run_twice(string right, string wrong, params string[] problems) =>
        AssertProblems(Preview, right, wrong, problems);

    [TestCase("echo \"$TITLE\"", "echo \"${{ github.event.pull_request.title }}\"", "an expression is part of the command \"echo \"${{ github.event.pull_request.title }}\"\": pass it in env")]
    [TestCase("--project local", "--project loca", "loca does not exist")]
    [TestCase("dotnet run --project local", "dotnet build infra/Infrastructure.csproj", "infra/Infrastructure.csproj does not exist")]
    [TestCase("dotnet run --project local", "bash .ci/runs", ".ci/runs does not exist")]
    [TestCase("persist-credentials: false", "persist-credentials: false\n          key: x-${{ hashFiles('globals.json') }}", "globals.json does not exist")]
    [TestCase("persist-credentials: false", "persist-credentials: false\n          cache-dependency-path: local/package-lock.json", "local/package-lock.json does not exist")]
    public void A_command_has_no_text_from_outside_and_its_files_exist(string right, string wrong, params string[] problems) =>
        AssertProblems(Preview, right, wrong, problems);

    [TestCase("[dev]", "[dev, prod]", "destroy: destroy offers more than dev")]
    [TestCase("type: choice", "type: string", "destroy: destroy offers more than dev")]
    [TestCase("    needs: confirm\n", "", "destroy: destroy is not confirmed")]
    [TestCase("CONFIRMATION: $", "STACK: $", "destroy: destroy is not confirmed")]
    [TestCase("on:\n", "on:\n  push:\n", "destroy: destroy is not by hand only")]
    [TestCase("    environment: ${{ inputs.stack }}\n", "    environment: dev\n", "destroy: destroy of ${{ inputs.stack }} is not in its environment")]
    [TestCase("cancel-in-progress: false", "cancel-in-progress: true", "destroy: destroy of ${{ inputs.stack }} can be cancelled, or meet another one")]
    [TestCase("group: pulumi-${{ inputs.stack }}", "group: destroy", "destroy: destroy of ${{ inputs.stack }} can be cancelled, or meet another one")]
    public void Only_dev_is_destroyed_by_hand_and_confirmed(string right, string wrong, params string[] problems) =>
        AssertProblems(Destroy, right, wrong, problems);

    [Test]
    public void A_pull_request_deploys_nothing() => AssertProblems(
        Preview, "command: preview", "command: up",
        "preview: up of dev is not in its environment",
        "preview: up of dev can be cancelled, or meet another one",
        "preview: a pull request runs up");

    [TestCase("pulumi up --yes --stack local")]
    [TestCase("pulumi destroy --stack=local --yes")]
    [TestCase("bash .github/local-stack/up.sh")]
    public void A_pull_request_makes_the_stack_local_where_it_has_no_role(string command) => Assert.That(
        WorkflowRules.Problems(WorkflowFile.Parse(Commanded(command).Replace("      id-token: write\n", "", StringComparison.Ordinal))), Is.Empty);

    [Test]
    public void A_command_changes_no_stack_of_an_account()
    {
        AssertProblems(
            Commanded("pulumi up --yes --stack dev"), "      id-token: write\n", "",
            "preview: a command changes another stack than local: pulumi up --yes --stack dev");
        AssertProblems(
            Commanded("pulumi destroy --yes"), "      id-token: write\n", "",
            "preview: a command changes another stack than local: pulumi destroy --yes");
        AssertProblems(
            Commanded("pulumi up --stack localized"), "      id-token: write\n", "",
            "preview: a command changes another stack than local: pulumi up --stack localized");
    }

    [TestCase("bash .github/local-stack/up.sh")]
    [TestCase("pulumi up --yes --stack local")]
    public void What_makes_the_stack_local_has_no_way_to_an_account(string command)
    {
        var withSecret = Commanded(command).Replace("      id-token: write\n", "    env:\n      TOKEN: ${{ secrets.TOKEN }}\n", StringComparison.Ordinal);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                WorkflowRules.Problems(WorkflowFile.Parse(Commanded(command))), Is.EqualTo(new[] { "preview: changes a stack by a command, and may reach an account" }));
            Assert.That(
                WorkflowRules.Problems(WorkflowFile.Parse(withSecret)), Is.EqualTo(new[] { "preview: changes a stack by a command, and may reach an account" }));
        }
    }

    private static string Commanded(string command) => Preview.Replace("dotnet run --project local", command, StringComparison.Ordinal);

    private static void AssertProblems(string workflow, string right, string wrong, params string[] problems)
    {
        Assert.That(workflow, Does.Contain(right));
        Assert.That(
            WorkflowRules.Problems(WorkflowFile.Parse(workflow.Replace(right, wrong, StringComparison.Ordinal))), Is.EqualTo(problems));
    }
}
