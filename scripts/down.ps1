<#
.SYNOPSIS
Takes a project's services down.

.DESCRIPTION
Removes containers and networks. Volumes, and so all data, stay.
Runs the command line 'berth down' and passes on everything given to it and its exit code:
0 done, 1 a problem was met, 2 wrong usage, 130 cancelled.

.EXAMPLE
./scripts/down.ps1 --project resources/sample
#>

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
# An exit code other than 0 is passed on below; newer PowerShells would throw instead.
$PSNativeCommandUseErrorActionPreference = $false

$berth = Join-Path (Split-Path -Parent $PSScriptRoot) 'out/cli/berth.mjs'
if (-not (Test-Path -LiteralPath $berth)) { throw "$berth is missing: run 'npm run build' once." }

& node $berth down @args
exit $LASTEXITCODE
